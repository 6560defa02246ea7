/**
 * Cases as reports count them: the records of that kind with what figures look at taken out of their bodies. Views,
 * for there are a few hundred in a month, found by `records_by_day`.
 */
import type { Migration } from '../migrate.ts'

export const casesMigration: Migration = {
  number: 200,
  up(db) {
    db.exec(`
      CREATE VIEW cases AS SELECT
        seq,
        first_day AS day,
        what AS kind,
        staff_id,
        json_extract(body, '$.no') AS no,
        json_extract(body, '$.openedAtMs') AS opened_at_ms,
        json_extract(body, '$.dueMs') AS due_ms,
        json_extract(body, '$.closedAtMs') AS closed_at_ms,
        json_extract(body, '$.closedDay') AS closed_day,
        json_extract(body, '$.counts') AS counts,
        json_extract(body, '$.callBack') AS call_back,
        json_extract(body, '$.text') AS text,
        json_extract(body, '$.about.visitId') AS visit_id,
        json_extract(body, '$.about.number') AS number,
        json_extract(body, '$.about.serviceId') AS service_id,
        json_extract(body, '$.about.counterId') AS counter_id,
        json_extract(body, '$.about.rating.channel') AS channel
      FROM records WHERE record = 'case';
      CREATE VIEW badRatings AS SELECT * FROM cases WHERE kind = 'badRating';
    `)
  },
}

/** For the kiosk's and the pad's page. Runs in the sandbox. */
import { standBeforeVisitors } from './visitors.ts'

standBeforeVisitors('kiosk')

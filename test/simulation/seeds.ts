/** Seeds that once failed, kept for ever. A change to what people do or what goes wrong gives seeds another meaning; they stay. */
export const pinnedSeeds: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 9, found: 'a clock set forward made the hub forget fresh answers, and a command was done twice' },
  { seed: 1, found: 'a client never noticed that the hub’s clock was set' },
  { seed: 6658, found: 'a client took an old answer to a ping for a clock that was set' },
  { seed: 20260436, found: 'yesterday’s visits, kept as conflicts after a promotion, were taken for lost' },
  { seed: 20260946, found: 'a station gave a second number for what it had done itself as the hub' },
  { seed: 20260320, found: 'a kiosk’s computer where a counter works might not give its claims back' },
  {
    seed: 694,
    found: 'two hubs let one teller carry out duties that exclude each other, and both were merged',
  },
  {
    seed: 1535,
    found: 'a screen took what its lone station had told for what the hub wrote under the same seq',
  },
  { seed: 448, found: 'a call whose fact was merged was still taken for one the hub did not know of' },
  { seed: 935, found: 'a kiosk that asked again at a third hub was told a number and no key' },
  { seed: 20260018, found: 'a visit with nothing left open was merged back into the line' },
  {
    seed: 20260356,
    found: 'a kiosk handed its numbers in before its copy had caught up, and gave one of them again',
  },
  { seed: 20260472, found: 'a kiosk that asked the computer that was its hub was told a number and no key' },
  { seed: 973, found: 'a late copy of an issue turned away as too often gave a number nobody held' },
  { seed: 1235, found: 'a lone counter called the visit it had served by hand' },
  { seed: 583, found: 'an answer cut for its asker was taken for one without a key' },
  { seed: 843, found: 'a program that had heard its answer went on asking' },
  { seed: 699, found: 'a visit sent back at the hub was taken for one its lone counter might not call' },
  {
    seed: 375,
    found: 'what was withdrawn while the hub’s disk was full was never withdrawn, and stayed done',
  },
  {
    seed: 846,
    found: 'whoever was in charge at a lone station sent back a visit that a counter elsewhere had',
  },
  {
    seed: 1459,
    found: 'a kiosk gave a number of its block again, for a hub made from an older copy had not heard of it',
  },
  { seed: 1887, found: 'a station took a late word of its line before for all that its hub had written' },
  {
    seed: 3343,
    found: 'a clock set forward to a moment before the day’s end made the hub forget fresh refusals',
  },
  { seed: 4753, found: 'a kiosk whose number came a day too late was told no number and no key' },
  { seed: 5178, found: 'a guide sent a visit with nothing left open to wait' },
  {
    seed: 1375,
    found: 'a lone counter whose clock was set back parked a visit and handled it for less than no time',
  },
  {
    seed: 1826,
    found: 'a screen whose line broke as it met another hub went on from what the one before had told',
  },
  { seed: 6784, found: 'a call that was kept for a person was answered again, and not for which visit' },
  { seed: 1344, found: 'a visit was parked for less than no time, for a clock was set back meanwhile' },
  { seed: 2450, found: 'a visit parked over a roll-over was parked for less than no time' },
  {
    seed: 7268,
    found:
      'a hub promoted again gave a number of a day twice to which a clock set wrong had brought it before',
  },
  {
    seed: 886,
    found:
      'what a hub did before a station came to it was lost with it, for the station held a mere state of it',
  },
  {
    seed: 1013,
    found: 'a third hub, made of a computer that had followed neither of two, lost what one had done',
  },
  { seed: 113, found: 'a station whose own records had no room for more could not become the hub' },
  { seed: 1351, found: 'a kiosk that asked the computer that had told it one number was told another' },
  { seed: 1641, found: 'an id used for two things at two hubs lost the number given under it at the first' },
  { seed: 8333, found: 'a kiosk that heard its answer before its visit never printed the number' },
  { seed: 8899, found: 'a station that began with a state alone could hand over nothing of what led to it' },
  { seed: 728, found: 'a guide was told no key of a number that was kept for a person' },
  { seed: 746, found: 'what a hub with its clock ahead had kept was applied after what came later' },
  { seed: 6795, found: 'a counter whose copy went back called a visit whose claim it had given back since' },
]

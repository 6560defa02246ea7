/** The dock's one page: plain HTML that asks for the state and presses levers. */

/** Served as it is; everything on it comes from `/state`. */
export const dockPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Device dock — Yihao 一号</title>
<meta name="viewport" content="width=device-width">
<style>
  body { font: 15px/1.4 system-ui, Hanzi, sans-serif; margin: 1rem; background: #f4f4f2; color: #1c1c1c }
  @font-face { font-family: Hanzi; src: url(/hanzi.ttf) }
  main { display: grid; align-items: start; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: 1rem }
  section { background: #fff; border: 1px solid #bbb; border-radius: 6px; padding: .8rem }
  section.signs { grid-column: 1 / -1 }
  h1 { font-size: 1.3rem } h2 { font-size: 1.05rem; margin: 0 }
  code { user-select: all }
  .levers label { display: inline-block; margin: .15rem .7rem .15rem 0 }
  .wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .5rem; margin-top: .5rem }
  .sign { background: #111; color: #ff5a36; border-radius: 4px; padding: .3rem .5rem; min-height: 4.2rem }
  .sign b { display: block; font: bold 1.5rem/2rem monospace, Hanzi; min-height: 2rem }
  .sign small, .sign summary { color: #ddd } .sign label { color: #ddd; display: block }
  img { max-width: 100%; max-height: 40rem; border: 1px solid #ccc; margin-top: .5rem }
  button, input, select { font: inherit }
  button { margin: .15rem .2rem .15rem 0; padding: .3rem .6rem }
  .lit { background: #fff3c4 }
  input[type=number] { width: 5rem }
</style>
</head>
<body>
<h1>Device dock</h1>
<p id="told" role="status">Emulated devices of this computer; give a station the address above each.</p>
<main>
  <section class="signs"><h2>Counter signs</h2><code id="at-signs"></code><div class="wall" id="wall"></div></section>
  <section><h2>Ticket printer</h2><code id="at-printer"></code><div class="levers" id="printer"></div>
    <p><span id="tickets">0</span> tickets</p><img id="ticket" alt="The last ticket" hidden></section>
  <section id="rater-box"><h2>Rater</h2><code id="at-rater"></code><p id="lit"></p><div id="keys"></div>
    <div class="levers" id="rater"></div></section>
  <section><h2>ID-card reader</h2><code id="at-cards"></code>
    <p><input id="name" value="测试卡" aria-label="Name" size="8"> <input id="number" aria-label="Number" size="19"><br>
    <button id="place">Lay card on</button><button id="remove">Take it off</button> <span id="card"></span></p>
    <div class="levers" id="cards"></div></section>
  <section><h2>Code scanner</h2><code id="at-scanner"></code>
    <p><input id="content" aria-label="Content" value="yihao:appointment:AB12CD" size="28"><button id="scan">Scan</button></p>
    <div class="levers" id="scanner"></div></section>
</main>
<script type="module">
await document.fonts.load('16px Hanzi', '满')
const at = (id) => document.getElementById(id)
const post = async (path, body) => {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  at('told').textContent = answer.ok ? 'Done.' : 'Nothing happened: the device is dark, away, or knows no such thing.'
  await refresh()
}
const choices = { paper: ['ok', 'nearEnd', 'out'], duplicate: ['no', 'atOnce', 'late'], suffix: ['crlf', 'cr', 'lf', 'none'] }
function control(name, value, changed) {
  const label = document.createElement('label')
  let input
  if (choices[name]) {
    input = document.createElement('select')
    for (const one of choices[name]) input.add(new Option(one, one))
    input.value = value
  } else {
    input = document.createElement('input')
    input.type = typeof value === 'boolean' ? 'checkbox' : 'number'
    if (input.type === 'checkbox') input.checked = value
    else input.value = value
  }
  input.name = name
  input.onchange = () => changed({ [name]: input.type === 'checkbox' ? input.checked : input.type === 'number' ? Number(input.value) : input.value })
  label.append(input, ' ' + name)
  return label
}
/** Controls are made once and then kept as the device is, unless a person is at one. */
function show(box, levers, changed) {
  for (const [name, value] of Object.entries(levers)) {
    let input = box.querySelector('[name="' + name + '"]')
    if (!input) { box.append(control(name, value, changed)); continue }
    if (document.activeElement === input) continue
    if (input.type === 'checkbox') input.checked = value
    else input.value = value
  }
}
function showSign({ address, text, levers }) {
  let box = at('sign-' + address)
  if (!box) {
    box = document.createElement('div')
    box.className = 'sign'
    box.id = 'sign-' + address
    const details = document.createElement('details')
    const summary = document.createElement('summary')
    summary.textContent = 'sign ' + address
    const power = document.createElement('button')
    power.textContent = 'off and on'
    power.onclick = () => post('/act', { act: 'powerCycle', sign: address })
    details.append(summary, power)
    box.append(document.createElement('b'), details)
    at('wall').append(box)
  }
  box.querySelector('b').textContent = text
  show(box.querySelector('details'), levers, (pulled) => post('/levers', { device: 'signs', sign: address, levers: pulled }))
}
let tickets = 0
let firstTime = true
async function refresh() {
  const state = await (await fetch('/state')).json()
  for (const [name, address] of Object.entries(state.addresses)) at('at-' + name).textContent = address
  if (firstTime) at('number').value = state.sampleNumber
  firstTime = false
  for (const name of ['printer', 'rater', 'cards', 'scanner'])
    show(at(name), state[name].levers, (levers) => post('/levers', { device: name, levers }))
  state.signs.forEach(showSign)
  if (state.printer.tickets !== tickets) {
    tickets = state.printer.tickets
    at('tickets').textContent = tickets
    at('ticket').hidden = false
    at('ticket').src = '/ticket.png?' + tickets
  }
  const { lit } = state.rater
  at('rater-box').classList.toggle('lit', Boolean(lit))
  at('lit').textContent = lit ? 'asks in ' + lit.locale : 'dark'
  at('card').textContent = state.cards.holdsCard ? 'a card lies on it' : ''
}
const keys = { verySatisfied: '非常满意', satisfied: '满意', basicallySatisfied: '基本满意', dissatisfied: '不满意', veryDissatisfied: '非常不满意' }
for (const [level, text] of Object.entries(keys)) {
  const key = document.createElement('button')
  key.textContent = text
  key.onclick = () => post('/act', { act: 'press', level })
  at('keys').append(key)
}
at('place').onclick = () => post('/act', { act: 'place', name: at('name').value, number: at('number').value })
at('remove').onclick = () => post('/act', { act: 'remove' })
at('scan').onclick = () => post('/act', { act: 'scan', content: at('content').value })
setInterval(() => refresh().catch(() => { at('told').textContent = 'The dock is closed.' }), 700)
refresh()
</script>
</body>
</html>
`

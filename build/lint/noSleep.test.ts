import { testRule } from './testRule.ts'

testRule('no-sleep', {
  good: [
    'await vi.waitFor(() => {})',
    'await page.waitForSelector("h1")',
    'await new Promise((resolve) => child.once("exit", resolve))',
    // A deadline that fails is no sleep.
    'await new Promise((resolve, reject) => { setTimeout(reject, 5); child.once("exit", resolve) })',
    'await new Promise((resolve, reject) => setTimeout(() => reject(new Error("late")), 5))',
  ],
  bad: [
    ['await page.waitForTimeout(100)', 'sleep'],
    ['await sleep(10)', 'sleep'],
    ['await new Promise((resolve) => setTimeout(resolve, 10))', 'sleep'],
    ['await new Promise((done) => { setTimeout(() => done(1), 10) })', 'sleep'],
    ['await new Promise(function (r) { setTimeout(r, 10) })', 'sleep'],
    ['import { setTimeout } from "node:timers/promises"', 'sleep'],
  ],
})

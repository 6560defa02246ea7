/** For the display's page. Runs in the sandbox. */
import { standBeforeVisitors } from './visitors.ts'

standBeforeVisitors('display')

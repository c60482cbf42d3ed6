/** The least that a plan can cost: each file parsed by `yaml`, then the list pages read one after the other. */
import { readDesired, readPages } from './service.mjs';

await readPages(readDesired().length);

// Runs after every npm install: `npm start` need not install again what was installed by hand.
import { markInstalled } from './ensure-installed.mjs';

markInstalled();

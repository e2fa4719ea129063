// Loaded into a server by `--require`: its clock is off by as many milliseconds as the file says.
const { readFileSync } = require('node:fs');
const process = require('node:process');

const RealDate = Date;
const offsetMs = () => Number(readFileSync(process.env.MOVABLE_CLOCK_FILE, 'utf8'));

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(Date.now());
    else super(...parts);
  }

  static now() {
    return RealDate.now() + offsetMs();
  }
};

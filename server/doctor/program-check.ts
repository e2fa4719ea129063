import { ok, problem, warning } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

/** Whether this Node and this system run the server at all. */
export const programCheck: Check = {
  name: 'program',
  async look({ unknownVariables, configFile }: DoctorContext): Promise<Finding[]> {
    const variables = unknownVariables.map((name) =>
      warning(`The environment has ${name}, which is no setting`, '"config --help" lists them'),
    );
    const config = configFile === null ? 'no configuration file' : `configuration in ${configFile}`;
    return [ok(`Node ${process.versions.node}, ${config}`), await loadUws(), ...variables];
  },
};

async function loadUws(): Promise<Finding> {
  try {
    const { uws } = await import('../http/uws.ts');
    uws();
    return ok('uWebSockets.js loads');
  } catch (cause) {
    return problem((cause as Error).message, 'The server cannot start before that');
  }
}

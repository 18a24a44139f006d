import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The settings as typed by the operator: names and raw text, nothing interpreted. */
export type RawEnv = Readonly<Record<string, string | undefined>>;

/**
 * The only reader of `process.env`. A `.env` file in the working directory fills in what the environment
 * does not set; the environment always wins.
 */
export function readEnv(directory = process.cwd()): RawEnv {
  const file = resolve(directory, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return { ...process.env };
}

/** True when the server was spawned by the launcher script, which then holds an IPC channel to it. */
export function startedByLauncher(): boolean {
  return process.env['TRAINING_LAUNCHED'] === '1' && typeof process.send === 'function';
}

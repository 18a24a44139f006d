/**
 * The service cannot start, for a reason the person at the terminal can act on.
 * `message` is one line of Chinese: what is wrong and what to do. Entry points print it and exit 1, without a stack.
 */
export class StartupProblem extends Error {
  override readonly name = 'StartupProblem';
}

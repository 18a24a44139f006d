/** Something the person at the terminal can put right: `message` is the one line they see, without a stack. */
export class LaunchProblem extends Error {
  name = 'LaunchProblem';
}

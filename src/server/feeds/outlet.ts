/** Where what a subscription is told goes, as its transport has it. */
export interface Outlet {
  /**
   * Takes an answer as JSON in UTF-8; does not wait, and ends the subscription where too much waits already.
   * @param taken is called once it is on its way, also where nobody is there any more
   */
  deliver(answer: Buffer, taken?: () => void): void;
}

/** A finished message on its way out. */
export interface OutgoingMail {
  id: string;
  from: string;
  to: string;
  raw: Buffer;
  /** When the row was written. */
  createdAt: Date;
}

/**
 * One way out. `deliver` either says that the message was accepted or throws, with nodemailer's error fields where
 * there are any; it never retries by itself, since only the `mail` table knows what is owed. One call at a time.
 */
export interface MailTransport {
  /** Once, at boot. @throws StartupProblem when it can never work here */
  open(): Promise<void>;
  /** @returns the server's last word, unfiltered; after `deadlineMs` it has thrown, whatever the server does */
  deliver(mail: OutgoingMail, deadlineMs: number): Promise<{ reply: string }>;
  close(): Promise<void>;
}

/** An SMTP server over TLS with a login, as a process of its own. Takes every message and counts by account. */
import { SMTPServer } from 'smtp-server';

const { BENCH_SMTP_KEY: key, BENCH_SMTP_CERT: cert } = process.env;
const accepted = {};

const server = new SMTPServer({
  secure: true,
  key,
  cert,
  authMethods: ['LOGIN', 'PLAIN'],
  hideSMTPUTF8: true,
  disableReverseLookup: true,
  logger: false,
  onAuth: ({ username }, _session, done) => done(null, { user: username }),
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      accepted[session.user] = (accepted[session.user] ?? 0) + 1;
      done(null, '250 Ok: queued as bench');
    });
  },
});

server.on('error', () => undefined); // a client that was stopped in the middle of a session
server.listen(0, '127.0.0.1', () => process.send({ port: server.server.address().port }));
process.on('message', () => process.send({ accepted }));

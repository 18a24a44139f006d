import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ErrorFilter } from './platform/http/error.filter.js';
import { createValidationPipe } from './platform/http/validation.js';

/** What every request meets, in the server and in the tests alike. Hooks and limits are in platform/http. */
export function configureApp(app: NestFastifyApplication): void {
  app.useGlobalFilters(app.get(ErrorFilter));
  app.useGlobalPipes(createValidationPipe());
}

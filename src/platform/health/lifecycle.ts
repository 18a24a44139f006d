import { Injectable } from '@nestjs/common';

/** Whether the process is on its way out. Set by main, read by the readiness check. */
@Injectable()
export class Lifecycle {
  stopping = false;
}

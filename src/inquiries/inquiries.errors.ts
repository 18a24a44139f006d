import { DomainError } from '../kernel/errors.js';

export class InquiryNotFound extends DomainError {
  constructor() {
    super('inquiry_not_found', 'not_found', '没有找到这份需求。请核对编号和联系电话的后四位。');
  }
}

/** The same Idempotency-Key came with another body. The draft standard of the header asks for 422. */
export class IdempotencyMismatch extends DomainError {
  constructor() {
    super(
      'idempotency_mismatch',
      'mismatch',
      '这个 Idempotency-Key 已用于另一份内容不同的需求。要另提一份，请换一个新的键。',
    );
  }
}

/** The first request with this key is not committed yet: the same request may be sent again shortly. */
export class SubmissionInFlight extends DomainError {
  constructor() {
    super('submission_in_flight', 'in_flight', '同一份需求正在处理，请稍候一秒再试。');
  }
}

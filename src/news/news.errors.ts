import { DomainError } from '../kernel/errors.js';

export class NewsNotFound extends DomainError {
  constructor() {
    super('news_not_found', 'not_found', '没有这篇文章，或它已经撤下。');
  }
}

export class ColumnNotFound extends DomainError {
  constructor() {
    super('column_not_found', 'not_found', '没有这个栏目。');
  }
}

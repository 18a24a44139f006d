import type { ErrorKind, FieldError } from '../../kernel/errors.js';

/** An RFC 9457 problem, as every error of the API is answered. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  /** Stable, for programs. */
  code: string;
  requestId: string;
  errors?: FieldError[];
}

/** The one table that turns kinds of errors into HTTP statuses. */
export const STATUS_OF_KIND: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  in_flight: 409,
  mismatch: 422,
  rate_limited: 429,
  unavailable: 503,
};

const TITLES: Record<number, string> = {
  400: '请求内容有误',
  401: '需要登录',
  403: '没有权限',
  404: '没有找到',
  405: '不支持这种请求方式',
  406: '无法提供所要的格式',
  408: '请求超时',
  409: '请求冲突',
  413: '内容过大',
  414: '地址过长',
  415: '不支持这种内容格式',
  422: '与先前的请求不一致',
  429: '请求过于频繁',
  431: '请求头过大',
  500: '服务出了故障',
  503: '服务暂时不可用',
};

const DETAILS: Record<number, string> = {
  400: '请检查请求的格式后重试。',
  404: '您访问的内容不存在，或已经撤下。',
  405: '这个地址不支持这种请求方式。',
  408: '没有在时限内收到完整的请求，请重试。',
  413: '提交的内容太大，请精简后重试。',
  414: '地址过长。',
  415: '请以 application/json 格式提交。',
  500: '我们已记录这个问题。请稍后重试，或电话联系我们。',
  503: '请稍后重试;您填写的内容请先保留。也可电话联系我们。',
};

export function titleOf(status: number): string {
  return TITLES[status] ?? (status < 500 ? '请求无法完成' : '服务出了故障');
}

export function detailOf(status: number): string {
  return DETAILS[status] ?? (status < 500 ? '请检查后重试。' : '请稍后重试。');
}

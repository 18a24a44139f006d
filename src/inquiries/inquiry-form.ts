/** The names of the form's fields: the JSON body of the API, flattened. Values are text exactly as typed. */
export const INQUIRY_FORM_FIELDS = [
  'organization',
  'contactName',
  'phone',
  'courseSlug',
  'topic',
  'position',
  'email',
  'audience',
  'headcount',
  'days',
  'preferredMonth',
  'format',
  'lodging',
  'budgetPerPersonDay',
  'message',
  'consent',
] as const;
export type InquiryFormField = (typeof INQUIRY_FORM_FIELDS)[number];

/** What a visitor typed, kept as it is, so that a rejected form comes back unchanged. */
export type InquiryFormValues = Partial<Record<InquiryFormField, string>>;

/** Chinese names of the fields, for labels and error messages alike. */
export const INQUIRY_FIELD_LABELS: Record<InquiryFormField, string> = {
  organization: '单位名称',
  contactName: '联系人',
  phone: '联系电话',
  courseSlug: '意向课程',
  topic: '培训主题',
  position: '职务',
  email: '电子邮箱',
  audience: '培训对象',
  headcount: '预计人数',
  days: '培训天数',
  preferredMonth: '期望月份',
  format: '培训形式',
  lodging: '是否需要住宿',
  budgetPerPersonDay: '人均每天预算',
  message: '补充说明',
  consent: '个人信息处理授权',
};

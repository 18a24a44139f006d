const STEPS = [
  { title: '提交需求', text: '在线填写，或来电说明单位、培训主题和大致时间。' },
  { title: '电话沟通', text: '工作人员回电，核对培训对象、人数、天数和重点内容。' },
  { title: '培训方案与报价', text: '提供课程安排、师资、现场教学点和费用明细，可按您的意见修改。' },
  { title: '校内立项与协议', text: '方案确定后，中心办理校内立项，双方签订委托培训协议。' },
  { title: '开班', text: '发送开班通知，收取回执和名册，按方案报到、授课、结业。' },
];

/** How a commissioned class comes about, as far as the visitor takes part in it. */
export function ProcessSteps() {
  return (
    <ol class="plain steps">
      {STEPS.map(({ title, text }) => (
        <li key={title}>
          <h3>{title}</h3>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  );
}

// The style sheet lays the table out as blocks on a phone, where older Safari would forget that it is a table.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import type { CourseSummary } from '../../courses/course.js';
import { coursePath } from '../links.view.js';

/** Titles with their length, for side columns and digests. */
export function CourseTitles({ courses }: { courses: CourseSummary[] }) {
  return (
    <ul class="plain titles">
      {courses.map((course) => (
        <li key={course.slug}>
          <a href={coursePath(course)}>{course.title}</a>
          <span class="figures length">
            <span>{course.days} 天</span> <span>{course.classHours} 学时</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Courses side by side, to compare. */
export function CourseTable({ courses, caption }: { courses: CourseSummary[]; caption: string }) {
  return (
    <table class="course-table" role="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            课程
          </th>
          <th role="columnheader" scope="col">
            培训对象
          </th>
          <th role="columnheader" scope="col" class="number">
            天数
          </th>
          <th role="columnheader" scope="col" class="number">
            学时
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {courses.map((course) => (
          <tr role="row" key={course.slug}>
            <th role="rowheader" scope="row">
              <a href={coursePath(course)}>{course.title}</a>
              <p>{course.summary}</p>
            </th>
            <td role="cell" class="audience">
              {course.audience}
            </td>
            <td role="cell" class="number">
              {course.days} 天
            </td>
            <td role="cell" class="number">
              {course.classHours} 学时
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A line where there is something for the student to do. */
export const todo = /\bTODO\b/;

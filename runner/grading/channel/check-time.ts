/**
 * How many times its deadline a check may take at most. Its time is the time that the machine gave it: while its programs
 * want a core and others have them all, the clock runs slower, down to this part. Whoever watches a grader from outside must allow as much.
 */
export const slowestClock = 4;

/** The schema that queries read. A rebuild fills another and takes this one's name. */
export const schema = 'read_v1';

/** Where a rebuild fills its tables, and where the replaced ones wait to be dropped. */
export const nextSchema = `${schema}_next`;
export const oldSchema = `${schema}_old`;

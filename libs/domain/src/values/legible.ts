/** Controls but line end and tab, separators of lines and paragraphs, and what turns the direction of text around it. */
const unruly = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Somebody's text as it can stand among ours: nothing in it breaks or turns what stands around it. What was recorded
 * keeps such characters; where they are shown, a mark stands for each. Marks of direction that only say how the text
 * itself runs (U+200E, U+200F, U+061C) stay: Arabic and Hebrew need them.
 */
export const legible = (text: string): string => text.replace(unruly, '\ufffd');

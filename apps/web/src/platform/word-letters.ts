/** One letter for each area of words in the order of their names: how the build tells a part which words to bring. */
export const areaLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

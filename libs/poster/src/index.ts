// The poster that every event has without an upload, and the colour of a face without a photo.
export { posterSvg } from './poster.ts';
export { avatarHue } from './hue.ts';

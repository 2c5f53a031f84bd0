// The app must run with no server at all: every page is rendered on the device.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';

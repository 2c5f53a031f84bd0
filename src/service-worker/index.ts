/**
 * Keeps the app's shell on the device: it opens by any of its addresses with no network at all.
 *
 * - A new version is fetched in the background and waits; it takes over when the user says so, never
 *   in the middle of a visit.
 * - Pages are answered from the shell at once, even when there is a network: the data come from the
 *   device anyway.
 * - `/sync`, `/session` and blobs are never touched here.
 */
/// <reference types="@sveltejs/kit" />
import { build, files, version } from '$service-worker';
import { cleanupOutdatedCaches, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { SideBySide } from './side-by-side.ts';

declare const self: ServiceWorkerGlobalScope;

const shell = '/200.html';
/** Fetched when needed and kept then: too large for every device to carry from the start. */
const fetchedOnDemand = /\/paper-font-rest\.[^/]*\.gz$|\.map$/;
const onDemandCache = 'outpost-on-demand';

const app = new SideBySide();
app.precache([
	...build.filter((url) => !fetchedOnDemand.test(url)).map((url) => ({ url, revision: null })),
	...files.map((url) => ({ url, revision: version })),
	{ url: shell, revision: version },
]);
registerRoute(new PrecacheRoute(app));
cleanupOutdatedCaches();

registerRoute(
	new NavigationRoute(app.createHandlerBoundToURL(shell), {
		denylist: [/^\/sync\//, /^\/session/, /^\/lan(\/|$)/, /^\/healthz$/],
	}),
);

registerRoute(
	({ url }) => url.origin === self.location.origin && fetchedOnDemand.test(url.pathname),
	async ({ request }) => {
		const cache = await caches.open(onDemandCache);
		const kept = await cache.match(request);
		if (kept) return kept;
		const fresh = await fetch(request);
		if (fresh.ok) await cache.put(request, fresh.clone());
		return fresh;
	},
);

self.addEventListener('message', (event) => {
	if (event.data === 'take-over') void self.skipWaiting();
});

// The first visit is controlled at once, so that it can be opened again with no network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

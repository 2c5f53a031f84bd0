import { PlainError } from '#server/plain-error.ts';

export interface CouchAddress {
	/** With account and password, without a path. */
	url: string;
	/** What the names of our databases begin with. */
	prefix: string;
	account: string;
	/** As it may be shown. */
	shown: string;
}

const prefixByDefault = 'outpost';

/** Reads `http://user:password@host:5984[/prefix]`. Throws a PlainError. */
export function readCouchAddress(text: string): CouchAddress {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const prefix = url?.pathname.replaceAll('/', '') || prefixByDefault;
	if (!url || !/^https?:$/.test(url.protocol) || !/^[a-z][a-z0-9_-]*$/.test(prefix))
		throw new PlainError(
			'A CouchDB address looks like http://user:password@host:5984 or …/prefix, the prefix in small letters.',
			'CouchDB 地址的格式为 http://用户:密码@主机:5984,其后可加 /前缀(小写字母)。',
		);
	if (url.username === '' || url.password === '')
		throw new PlainError(
			'The CouchDB address names no account and password.',
			'CouchDB 地址中缺少账号和密码。',
		);
	const { username, password, protocol, host } = url;
	return {
		url: `${protocol}//${username}:${password}@${host}`,
		prefix,
		account: decodeURIComponent(username),
		shown: `${protocol}//${host}/${prefix}`,
	};
}

/** Views, as CouchDB's own JavaScript runs them: plain functions of one document, as text. */
export interface Design {
	_id: string;
	language: 'javascript';
	views: Readonly<Record<string, { map: string }>>;
}

/** What is in a channel by key, and what was in it, too. */
const scope: Design = {
	_id: '_design/scope',
	language: 'javascript',
	views: {
		present: {
			map: `function (doc) {
	if (doc.type !== 'record' || doc.rev === 0) return;
	doc.channels.forEach(function (channel) { emit([channel, doc.kind, doc.id], [doc.rev, 0]); });
}`,
		},
		ever: {
			map: `function (doc) {
	if (doc.type !== 'record' || doc.rev === 0) return;
	doc.channels.forEach(function (channel) { emit([channel, doc.kind, doc.id], [doc.rev, 0]); });
	for (var channel in doc.former) emit([channel, doc.kind, doc.id], [doc.rev, 1]);
}`,
		},
		review: {
			map: `function (doc) {
	if (doc.type === 'record' && doc.reviewAt) emit(doc.reviewAt, null);
}`,
		},
	},
};

/**
 * The end of a word may be looked for, too: what is asked for may stand anywhere in it. Half a surrogate
 * pair in a key is no JSON to CouchDB and would stop the whole index.
 */
const search: Design = {
	_id: '_design/search',
	language: 'javascript',
	views: {
		term: {
			map: `function (doc) {
	if (doc.type !== 'record' || doc.rev === 0) return;
	doc.terms.forEach(function (term) { emit([doc.kind, term], doc.id); });
}`,
		},
		ending: {
			map: `function (doc) {
	if (doc.type !== 'record' || doc.rev === 0) return;
	var seen = {};
	var count = 0;
	doc.text.split(/\\s+/).forEach(function (word) {
		for (var at = 0; at < word.length && count < 200; at++) {
			if (/[\\udc00-\\udfff]/.test(word.charAt(at))) continue;
			var ending = word.slice(at, at + 24).replace(/[\\ud800-\\udbff]$/, '');
			if (seen['$' + ending]) continue;
			seen['$' + ending] = true;
			count++;
			emit([doc.kind, ending], doc.id);
		}
	});
}`,
		},
	},
};

/** What the sweeper has to look at. */
const mendRecords: Design = {
	_id: '_design/mend',
	language: 'javascript',
	views: {
		troubled: {
			map: `function (doc) {
	if (doc.type !== 'record') return;
	if (doc._conflicts || (doc.owed && doc.owed.length > 0)) emit(null, null);
}`,
		},
		number: {
			map: `function (doc) {
	if (doc.type === 'record' && doc.number) emit([doc.number.name, doc.number.n], null);
}`,
		},
	},
};

const mendJournal: Design = {
	_id: '_design/mend',
	language: 'javascript',
	views: {
		intents: {
			map: `function (doc) {
	if (doc.state === 'intent') emit(doc.receivedAt, { device: doc.device, seq: doc.seq });
}`,
		},
	},
};

/** Characters of a word that the view of endings keeps. */
export const endingLengthMax = 24;
export const recordDesigns: readonly Design[] = [scope, search, mendRecords];
export const journalDesigns: readonly Design[] = [mendJournal];

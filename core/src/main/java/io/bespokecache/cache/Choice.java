package io.bespokecache.cache;

import io.bespokecache.workload.Selection;
import io.bespokecache.workload.Workload;

/**
 * What a cache must do, and the strategy that was chosen for it: together, so that nobody
 * sees one of them with another's counterpart. Each change makes a new one.
 *
 * @param workload how the cache is used
 * @param selection the strategy, and why
 */
record Choice(Workload workload, Selection selection) {

}

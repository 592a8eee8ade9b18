package io.bespokecache.map;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * A value that the garbage collector may take once nobody else refers to it.
 */
final class WeakValue extends WeakReference<Object> {

	/** What is to be evicted when the value is gone. */
	final Node node;

	WeakValue(Object value, Node node, ReferenceQueue<Object> queue) {
		super(value, queue);
		this.node = node;
	}

}

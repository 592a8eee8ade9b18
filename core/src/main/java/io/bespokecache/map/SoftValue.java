package io.bespokecache.map;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;

/**
 * A value that the garbage collector may take when memory is short.
 */
final class SoftValue extends SoftReference<Object> {

	/** What is to be evicted when the value is gone. */
	final Node node;

	SoftValue(Object value, Node node, ReferenceQueue<Object> queue) {
		super(value, queue);
		this.node = node;
	}

}

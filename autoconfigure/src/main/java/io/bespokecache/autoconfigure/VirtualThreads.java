package io.bespokecache.autoconfigure;

import java.util.concurrent.ThreadFactory;

/**
 * Makes virtual threads, where the virtual machine has them. Java 17, for which this is
 * compiled, does not know them.
 */
final class VirtualThreads {

	private VirtualThreads() {
	}

	/**
	 * A factory of virtual threads. Whoever comes first lends them no thread locals,
	 * which would live, and be seen, as long as the thread.
	 */
	static ThreadFactory factory() {
		try {
			// The names stand where they are used, so that a native image finds them.
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Class.forName("java.lang.Thread$Builder$OfVirtual")
				.getMethod("inheritInheritableThreadLocals", boolean.class)
				.invoke(builder, false);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException("Virtual threads need Java 21 or newer", ex);
		}
	}

}

package io.bespokecache.map;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;

/**
 * Finds values that take half of a region of the G1 collector or more: such an object
 * lies in regions of its own, is never moved, and leaves the rest of its last region
 * unused. Only arrays get so large, so those are looked for, in Strings and in buffers
 * too, but not further inside a value.
 */
public final class LargeValues {

	/** Half of the smallest region there is: 512 KiB. */
	public static final long LEAST = 1L << 19;

	private static final long HEADER = 16;

	private LargeValues() {
	}

	/**
	 * From how many bytes on an array is large.
	 * @return half of a region of the collector; {@link Long#MAX_VALUE} if another
	 * collector is used
	 */
	public static long leastBytes() {
		return Math.max(LEAST, Region.HALF);
	}

	/**
	 * Size of a large value.
	 * @param value the value
	 * @return the bytes of its array; 0 if it is not large, or another collector is used
	 */
	static long bytes(Object value) {
		long bytes = bytesOfArray(value);
		return (bytes >= LEAST && bytes >= Region.HALF) ? bytes : 0;
	}

	private static long bytesOfArray(Object value) {
		if (value instanceof String string) {
			// At least: characters beyond Latin-1 take two bytes.
			return HEADER + string.length();
		}
		if (value instanceof ByteBuffer buffer) {
			return buffer.hasArray() ? HEADER + buffer.capacity() : 0;
		}
		Class<?> component = value.getClass().getComponentType();
		return (component != null) ? HEADER + (long) Array.getLength(value) * bytesOfComponent(component) : 0;
	}

	private static int bytesOfComponent(Class<?> component) {
		if (component == long.class || component == double.class) {
			return Long.BYTES;
		}
		if (component == short.class || component == char.class) {
			return Short.BYTES;
		}
		// References take four where they are compressed.
		return (component == byte.class || component == boolean.class) ? 1 : Integer.BYTES;
	}

	/** Found out when the first value comes that might be large. */
	private static final class Region {

		/** Bytes; {@link Long#MAX_VALUE} without G1. */
		static final long HALF = half();

		private static long half() {
			try {
				HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
				VMOption collector = bean.getVMOption("UseG1GC");
				return Boolean.parseBoolean(collector.getValue())
						? Long.parseLong(bean.getVMOption("G1HeapRegionSize").getValue()) / 2 : Long.MAX_VALUE;
			}
			catch (RuntimeException | LinkageError ex) {
				// Another virtual machine, or one without its management.
				return Long.MAX_VALUE;
			}
		}

	}

}

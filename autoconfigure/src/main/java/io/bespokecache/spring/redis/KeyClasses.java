package io.bespokecache.spring.redis;

import java.lang.ref.WeakReference;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.bespokecache.shared.UnshareableException;
import io.bespokecache.spring.json.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The enums and records that this process has written, by what stands for them in the
 * bytes of a key. Bytes can name no class that is not among them. Keeps no class from
 * being unloaded. Thread-safe.
 */
final class KeyClasses {

	/** Keys of more classes than that are a mistake, or classes made on the fly. */
	private static final int MAXIMUM_CLASSES = 10_000;

	/**
	 * Covers the components of a record too: other versions of it in other processes may
	 * have them in another order.
	 */
	private static final ClassValue<Long> FINGERPRINT = new ClassValue<>() {

		@Override
		protected Long computeValue(Class<?> type) {
			StringBuilder description = new StringBuilder(type.getName());
			RecordComponent[] components = type.getRecordComponents();
			if (components != null) {
				for (RecordComponent component : components) {
					description.append('\n')
						.append(component.getName())
						.append(':')
						.append(component.getType().getName());
				}
				description.append('\n');
			}
			return Sha256.firstBits(Sha256.of(description.toString()));
		}

	};

	private final Map<Long, WeakReference<Class<?>>> classes = new ConcurrentHashMap<>();

	static long fingerprintOf(Class<?> type) {
		return FINGERPRINT.get(type);
	}

	/**
	 * The class with a fingerprint.
	 * @param fingerprint the fingerprint
	 * @return {@code null} if this process has written none
	 */
	@Nullable Class<?> find(long fingerprint) {
		WeakReference<Class<?>> reference = this.classes.get(fingerprint);
		return (reference != null) ? reference.get() : null;
	}

	/**
	 * Remembers a class.
	 * @param type the class
	 * @throws UnshareableException if its fingerprint belongs to another class, or there
	 * are too many classes
	 */
	void remember(Class<?> type) {
		if (this.classes.size() >= MAXIMUM_CLASSES) {
			this.classes.values().removeIf((reference) -> reference.refersTo(null));
			if (this.classes.size() >= MAXIMUM_CLASSES) {
				throw new UnshareableException("A key with a " + type.getTypeName()
						+ " cannot be shared, because there are keys of " + MAXIMUM_CLASSES + " other classes");
			}
		}
		this.classes.compute(fingerprintOf(type), (fingerprint, reference) -> {
			Class<?> present = (reference != null) ? reference.get() : null;
			if (present != null && present != type) {
				throw new UnshareableException("A key with a " + type.getTypeName()
						+ " cannot be shared, because there are keys of another class of that name, or fingerprint");
			}
			return new WeakReference<>(type);
		});
	}

}

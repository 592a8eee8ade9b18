package io.bespokecache.spring.interceptor;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.bespokecache.spring.interceptor.Receivers.Counting;
import io.bespokecache.spring.interceptor.Receivers.PublicRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PropertyReaderTests {

	private static final Method FIND = Finder.method("one");

	private final List<Object> receivers = Receivers.withId();

	private final List<Object> ids = this.receivers.stream()
		.map((receiver) -> new StockKey("#user.id").of(new Finder(), FIND, receiver))
		.toList();

	@Test
	void severalClassesAreReadInTurn() throws Throwable {
		PropertyReader reader = new PropertyReader("id", false);
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < PropertyReader.MAXIMUM_CLASSES; i++) {
				assertThat(reader.read(this.receivers.get(i))).isEqualTo(this.ids.get(i));
			}
		}
	}

	@Test
	void classesBeyondTheMaximumAreLeftToSpringAndDisplaceNone() throws Throwable {
		PropertyReader reader = new PropertyReader("id", false);
		assertThat(this.receivers).hasSizeGreaterThan(PropertyReader.MAXIMUM_CLASSES);
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < this.receivers.size(); i++) {
				Object id = (i < PropertyReader.MAXIMUM_CLASSES) ? this.ids.get(i) : null;
				assertThat(reader.read(this.receivers.get(i))).isEqualTo(id);
			}
		}
	}

	@Test
	void reflectionReadsWhatMethodHandlesRead() throws Throwable {
		for (Object receiver : this.receivers) {
			Object id = PropertyResolver.resolve(receiver.getClass(), "id", false).get(receiver);
			assertThat(id).isNotNull();
			assertThat(PropertyResolver.resolve(receiver.getClass(), "id", true).get(receiver)).isEqualTo(id)
				.hasSameClassAs(id);
		}
	}

	@Test
	void aGetterIsCalledOnceAKey() {
		KeyPlan plan = plan();
		Counting counting = new Counting();
		assertThat(plan.key(new Object[] { counting })).isEqualTo(1);
		assertThat(counting.calls()).isOne();
		assertThat(plan.key(new Object[] { counting })).isEqualTo(1);
		assertThat(counting.calls()).isEqualTo(2);
	}

	@Test
	void threadsThatMeetNewClassesAtOnceReadTheRightGetters() throws Exception {
		int threads = 4;
		CyclicBarrier barrier = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (int round = 0; round < 50; round++) {
				KeyPlan plan = plan();
				List<Future<Integer>> answers = new ArrayList<>();
				for (int thread = 0; thread < threads; thread++) {
					int first = thread;
					answers.add(executor.submit(() -> {
						barrier.await();
						return answered(plan, first);
					}));
				}
				for (Future<Integer> answered : answers) {
					assertThat(answered.get()).isPositive();
				}
				assertThat(answered(plan, 0)).isEqualTo(PropertyReader.MAXIMUM_CLASSES);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aReceiverClassGoesWithThePlan() throws Exception {
		WeakReference<Class<?>> type = readOnce();
		await().untilAsserted(() -> {
			System.gc();
			assertThat(type.get()).isNull();
		});
	}

	private WeakReference<Class<?>> readOnce() throws Exception {
		Class<?> type = new Copies().loadClass(PublicRecord.class.getName());
		assertThat(type).isNotSameAs(PublicRecord.class);
		Object receiver = type.getConstructor(int.class).newInstance(5);
		assertThat(plan().key(new Object[] { receiver })).isEqualTo(5);
		return new WeakReference<>(type);
	}

	/**
	 * How many receivers the plan answers for, each of them rightly.
	 */
	private int answered(KeyPlan plan, int first) {
		int answered = 0;
		for (int i = 0; i < this.receivers.size(); i++) {
			int receiver = (first * 7 + i) % this.receivers.size();
			Object key = plan.key(new Object[] { this.receivers.get(receiver) });
			if (key != null) {
				assertThat(key).isEqualTo(this.ids.get(receiver));
				answered++;
			}
		}
		return answered;
	}

	private static KeyPlan plan() {
		KeyPlan plan = KeyPlan.of(FIND, Finder.class, FIND, "#user.id");
		assertThat(plan).isNotNull();
		return plan;
	}

	/**
	 * Loads a copy of {@link PublicRecord}.
	 */
	private static final class Copies extends ClassLoader {

		Copies() {
			super(PropertyReaderTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.equals(PublicRecord.class.getName())) {
				return super.loadClass(name, resolve);
			}
			byte[] code = code(name);
			return defineClass(name, code, 0, code.length);
		}

		private byte[] code(String name) throws ClassNotFoundException {
			try (@Nullable
			InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (code != null) {
					return code.readAllBytes();
				}
				throw new ClassNotFoundException(name);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}

package io.bespokecache.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.spring.CacheDefinitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class VirtualMaintenanceTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class));

	private final AtomicInteger threads = new AtomicInteger();

	private final VirtualMaintenance maintenance = new VirtualMaintenance((task) -> {
		Thread thread = new Thread(task, "thread " + this.threads.incrementAndGet());
		thread.setUncaughtExceptionHandler((failed, failure) -> {
			this.failures.add(failure);
			throw new IllegalStateException("of the handler");
		});
		thread.start();
	});

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void maintenanceRunsOnAVirtualThreadWhereTheApplicationHasThem() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			Thread thread = threadOf(context.getBean(CacheDefinitions.class).maintenanceExecutor());
			assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
			assertThat(thread.isDaemon()).isTrue();
			await().until(() -> !thread.isAlive());
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aVirtualThreadInheritsNothingOfWhoeverComesFirst() {
		InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
		user.set("alice");
		try {
			CompletableFuture<Optional<String>> seen = new CompletableFuture<>();
			CompletableFuture<Optional<ClassLoader>> classLoader = new CompletableFuture<>();
			new VirtualMaintenance().execute(() -> {
				seen.complete(Optional.ofNullable(user.get()));
				classLoader.complete(Optional.ofNullable(Thread.currentThread().getContextClassLoader()));
			});
			assertThat(seen.join()).isEmpty();
			assertThat(classLoader.join()).isEmpty();
		}
		finally {
			user.remove();
		}
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void thereIsNoSuchExecutorWhereThereAreNoVirtualThreads() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(VirtualMaintenance::new);
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void maintenanceRunsOnTheSharedThreadWhereThereAreNoVirtualThreads() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context.getBean(CacheDefinitions.class).maintenanceExecutor())
				.isSameAs(CacheMapBuilder.MAINTENANCE_EXECUTOR));
	}

	@Test
	void maintenanceRunsOnTheSharedThreadWhereTheApplicationHasNoVirtualThreads() {
		this.contextRunner.run((context) -> assertThat(context.getBean(CacheDefinitions.class).maintenanceExecutor())
			.isSameAs(CacheMapBuilder.MAINTENANCE_EXECUTOR));
	}

	@Test
	void aTaskRunsOnAnotherThreadThatIsNamedAfterWhatItDoes() {
		CompletableFuture<String> name = new CompletableFuture<>();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.maintenance.execute(() -> {
			name.complete(Thread.currentThread().getName());
			thread.complete(Thread.currentThread());
		});
		assertThat(name.join()).isEqualTo("bespoke-cache-maintenance");
		assertThat(thread.join()).isNotSameAs(Thread.currentThread());
	}

	@Test
	void tasksRunOneAfterTheOtherInTheOrderOfTheirArrival() throws InterruptedException {
		int callers = 4;
		int tasks = 2_000;
		AtomicInteger running = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(callers * tasks);
		List<List<Integer>> orders = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int caller = 0; caller < callers; caller++) {
			List<Integer> order = new ArrayList<>();
			orders.add(order);
			threads.add(new Thread(() -> {
				for (int task = 0; task < tasks; task++) {
					int number = task;
					this.maintenance.execute(() -> {
						overlaps.addAndGet(running.getAndIncrement());
						order.add(number);
						running.decrementAndGet();
						done.countDown();
					});
				}
			}));
		}
		threads.forEach(Thread::start);
		done.await();
		assertThat(overlaps).hasValue(0);
		assertThat(orders).allSatisfy((order) -> assertThat(order).hasSize(tasks).isSorted());
	}

	@Test
	void aCallerNeverWaitsForATask() {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.maintenance.execute(() -> {
				awaitUninterruptibly(gate);
				done.incrementAndGet();
			});
		}
		assertThat(done).hasValue(0);
		assertThat(this.threads).hasValue(1);
		gate.countDown();
		await().untilAtomic(done, org.hamcrest.Matchers.equalTo(100));
	}

	@Test
	void noThreadIsLeftOnceThereIsNothingToDo() {
		Thread first = threadOf(this.maintenance);
		await().until(() -> !first.isAlive());
		Thread second = threadOf(this.maintenance);
		await().until(() -> !second.isAlive());
		assertThat(this.threads).hasValue(2);
	}

	@Test
	void aTaskThatFailsIsToldAndTheOthersGoOn() {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger done = new AtomicInteger();
		this.maintenance.execute(() -> awaitUninterruptibly(gate));
		this.maintenance.execute(() -> {
			throw new IllegalStateException("of the task");
		});
		this.maintenance.execute(done::incrementAndGet);
		gate.countDown();
		await().until(() -> done.get() == 1);
		assertThat(this.failures).singleElement().satisfies((ex) -> assertThat(ex).hasMessage("of the task"));
		assertThat(this.threads).hasValue(1);
	}

	@Test
	void aTaskForWhichThereIsNoThreadIsRefusedAndTheNextOneIsNot() {
		Queue<Runnable> started = new ConcurrentLinkedQueue<>();
		AtomicInteger attempts = new AtomicInteger();
		VirtualMaintenance maintenance = new VirtualMaintenance((task) -> {
			if (attempts.getAndIncrement() == 0) {
				throw new RejectedExecutionException("no thread");
			}
			started.add(task);
		});
		AtomicInteger refused = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> maintenance.execute(refused::incrementAndGet));
		maintenance.execute(done::incrementAndGet);
		Thread thread = new Thread(started.remove());
		thread.start();
		await().until(() -> !thread.isAlive());
		assertThat(done).hasValue(1);
		assertThat(refused).hasValue(0);
	}

	private static Thread threadOf(Executor executor) {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		executor.execute(() -> thread.complete(Thread.currentThread()));
		return thread.join();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

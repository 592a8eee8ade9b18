package io.bespokecache.spring.interceptor;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.bespokecache.cache.LocalCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is done while a monitor is held: a virtual thread that waits inside one
 * pins its carrier before Java 24, and a method of the application inside one may wait
 * for anything.
 */
class MonitorTests {

	/**
	 * What code that holds a monitor calls: structures of the JDK that neither wait nor
	 * call back, and our own classes that call nothing else.
	 */
	private static final Set<String> HARMLESS = Set.of("java/util/Deque", "java/util/ArrayDeque", "java/util/ArrayList",
			"java/time/Duration", "java/lang/Object.<init>", "java/lang/Class.hashCode", "java/lang/reflect/Method",
			"io/bespokecache/map/Promotion", "io/bespokecache/spring/interceptor/PlanTable",
			"io/bespokecache/spring/interceptor/PlanTable$Entry",
			"io/bespokecache/spring/interceptor/PropertyReader$Node",
			"io/bespokecache/spring/warmup/SnapshotWriter$Line", "java/io/ByteArrayOutputStream",
			"io/bespokecache/spring/redis/JsonValueFormat$LimitedOutput");

	@Test
	void codeThatHoldsAMonitorCallsNothingThatCouldWait() throws Exception {
		List<String> calls = new ArrayList<>();
		int monitors = callsInside(LocalCache.class, calls) + callsInside(BespokeCacheInterceptor.class, calls);
		assertThat(monitors).as("methods that hold a monitor").isBetween(1, 20);
		assertThat(calls).filteredOn((call) -> !isHarmless(call)).isEmpty();
	}

	@Test
	void aCallInsideAMonitorIsFound() throws Exception {
		List<String> calls = new ArrayList<>();
		assertThat(callsInsideClass(Files.readAllBytes(fileOf(Holding.class)), calls)).isEqualTo(2);
		assertThat(calls).containsExactlyInAnyOrder("java/lang/Runnable.run in aMethod",
				"java/lang/Object.wait in aBlock");
	}

	private static boolean isHarmless(String call) {
		String callee = call.substring(0, call.indexOf(' '));
		return HARMLESS.contains(callee) || HARMLESS.contains(callee.substring(0, callee.lastIndexOf('.')));
	}

	private static int callsInside(Class<?> module, List<String> calls) throws IOException, URISyntaxException {
		Path classes = rootOf(module);
		int monitors = 0;
		try (Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
				monitors += callsInsideClass(Files.readAllBytes(file), calls);
			}
		}
		return monitors;
	}

	private static Path rootOf(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	private static Path fileOf(Class<?> type) throws URISyntaxException {
		return rootOf(type).resolve(type.getName().replace('.', '/') + ".class");
	}

	private static int callsInsideClass(byte[] bytes, List<String> calls) {
		MonitorFinder finder = new MonitorFinder(calls);
		new ClassReader(bytes).accept(finder, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		return finder.monitors;
	}

	/**
	 * Lists the calls that methods make between entering and leaving a monitor, in the
	 * order of the code.
	 */
	private static final class MonitorFinder extends ClassVisitor {

		private final List<String> calls;

		private int monitors;

		MonitorFinder(List<String> calls) {
			super(SpringAsmInfo.ASM_VERSION);
			this.calls = calls;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			boolean whole = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
			this.monitors += whole ? 1 : 0;
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

				private boolean inside = whole;

				@Override
				public void visitInsn(int opcode) {
					if (opcode == Opcodes.MONITORENTER) {
						MonitorFinder.this.monitors++;
						this.inside = true;
					}
					else if (opcode == Opcodes.MONITOREXIT) {
						this.inside = whole;
					}
				}

				@Override
				public void visitMethodInsn(int opcode, String owner, String callee, String calleeDescriptor,
						boolean isInterface) {
					if (this.inside) {
						MonitorFinder.this.calls.add(owner + "." + callee + " in " + name);
					}
				}

				@Override
				public void visitInvokeDynamicInsn(String callee, String calleeDescriptor, Handle bootstrap,
						Object... arguments) {
					if (this.inside) {
						MonitorFinder.this.calls.add(bootstrap.getOwner() + "." + callee + " in " + name);
					}
				}

			};
		}

	}

	/**
	 * Does what must not be done.
	 */
	private static final class Holding {

		@SuppressWarnings({ "unused", "UnusedMethod" }) // only its code is read
		private synchronized void aMethod(Runnable user) {
			user.run();
		}

		@SuppressWarnings({ "unused", "UnusedMethod", "WaitNotInLoop" }) // only its code
																			// is read
		private void aBlock() throws InterruptedException {
			synchronized (this) {
				this.wait();
			}
		}

	}

}

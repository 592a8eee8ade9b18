package io.bespokecache.spring.interceptor;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

import org.springframework.util.ReflectionUtils;

/**
 * Text of a value that is equal for equal values of equal classes, and tells objects of
 * identity apart by numbers in the order in which they are first seen.
 */
final class Rendering {

	/**
	 * Identity hash codes, and the numbers of proxies and of lambda expressions.
	 */
	private static final Pattern RANDOM = Pattern
		.compile("@[0-9a-f]{4,8}\\b|(?<=\\$Proxy)\\d+|(?<=\\$\\$Lambda)[^ @]*");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Map<Class<?>, Boolean> VALUE_TYPES = new ConcurrentHashMap<>();

	private final IdentityHashMap<Object, Integer> identities = new IdentityHashMap<>();

	private boolean numbering = true;

	/**
	 * Text of a key or value of a cache. Gives no numbers, for entries come in no order.
	 * Uses those that were given to objects of identity: of equal keys a map may hold
	 * either.
	 */
	synchronized String ofStored(Object stored) {
		this.numbering = false;
		try {
			return of(stored);
		}
		finally {
			this.numbering = true;
		}
	}

	String of(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		if (value instanceof Throwable failure) {
			return failure(failure);
		}
		if (value instanceof CompletableFuture<?> future) {
			return future(future);
		}
		// A publisher is subscribed to twice: what the second subscriber gets counts too.
		if (value instanceof Mono<?> mono) {
			return "Mono" + List.of(signals(mono.flux()), signals(mono.flux()));
		}
		if (value instanceof Flux<?> flux) {
			return "Flux" + List.of(signals(flux), signals(flux));
		}
		if (value instanceof Optional<?> optional) {
			return "Optional[" + of(optional.orElse(null)) + "]";
		}
		if (value.getClass().isArray()) {
			return identity(value) + IntStream.range(0, Array.getLength(value))
				.mapToObj((index) -> of(Array.get(value, index)))
				.collect(Collectors.joining(", ", "[", "]"));
		}
		if (value instanceof Collection<?> collection) {
			return identity(value) + collection.stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
		}
		return (isValue(value) ? type(value) : identity(value)) + " " + stable(value.toString());
	}

	/**
	 * Whether objects of this one's class can be equal without being identical.
	 */
	static boolean isValue(Object value) {
		return VALUE_TYPES.computeIfAbsent(value.getClass(), Rendering::overridesEquals);
	}

	private static boolean overridesEquals(Class<?> type) {
		Method equals = ReflectionUtils.findMethod(type, "equals", Object.class);
		return !type.isArray() && equals != null && equals.getDeclaringClass() != Object.class;
	}

	private String signals(Flux<?> flux) {
		return String.valueOf(flux.materialize().map(this::signal).collectList().block(TIMEOUT));
	}

	private String signal(Signal<?> signal) {
		if (signal.isOnError()) {
			return failure(signal.getThrowable());
		}
		return signal.isOnNext() ? of(signal.get()) : "complete";
	}

	private String future(CompletableFuture<?> future) {
		try {
			return "Future[" + of(future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) + "]";
		}
		catch (ExecutionException ex) {
			return "Future[" + failure(ex.getCause()) + "]";
		}
		catch (CancellationException ex) {
			return "Future[cancelled]";
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String failure(@Nullable Throwable failure) {
		StringBuilder chain = new StringBuilder();
		for (Throwable link = failure; link != null; link = link.getCause()) {
			chain.append(chain.isEmpty() ? "" : " < ")
				.append(type(link))
				.append('(')
				.append(stable(String.valueOf(link.getMessage())))
				.append(')');
		}
		return chain.toString();
	}

	private synchronized String identity(Object value) {
		Integer number = null;
		if (this.numbering) {
			number = this.identities.computeIfAbsent(value, (first) -> this.identities.size() + 1);
		}
		else if (!isValue(value)) {
			number = this.identities.get(value);
		}
		return type(value) + ((number != null) ? "#" + number : "");
	}

	private static String type(Object value) {
		return value.getClass().getTypeName();
	}

	/**
	 * Without what differs from one run to the next.
	 */
	private static String stable(String text) {
		return (text.indexOf('@') >= 0 || text.indexOf('$') >= 0) ? RANDOM.matcher(text).replaceAll("…") : text;
	}

}

package io.bespokecache.test;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.bespokecache.shared.Reading;
import org.jspecify.annotations.Nullable;

/**
 * An operation under way: its request, and the answer that its caller will get. The
 * caller's future is not what tells whether it goes on: a caller that gives up does not
 * stop a request that is late.
 *
 * @param <T> the type of the answer
 */
@SuppressWarnings("FutureReturnValueIgnored") // what follows is told by the answer
final class Exchange<T> {

	private final Operation operation;

	private final @Nullable String cache;

	private final Function<byte[], CompletableFuture<T>> request;

	private final BiFunction<T, SelectedFault<Call>, T> corruption;

	private final CompletableFuture<T> answer = new CompletableFuture<>();

	private volatile boolean aborted;

	private volatile Runnable atEnd = () -> {
	};

	/**
	 * Creates an exchange.
	 * @param operation the operation
	 * @param cache name of the cache; {@code null} if it is of no certain one
	 * @param request sends the request with a value
	 * @param corruption alters the value of an answer
	 */
	Exchange(Operation operation, @Nullable String cache, Function<byte[], CompletableFuture<T>> request,
			BiFunction<T, SelectedFault<Call>, T> corruption) {
		this.operation = operation;
		this.cache = cache;
		this.request = request;
		this.corruption = corruption;
	}

	Operation operation() {
		return this.operation;
	}

	CompletableFuture<T> answer() {
		return this.answer;
	}

	Call requestCall() {
		return new Call(this.operation, this.cache,
				this.operation == Operation.FILL || this.operation == Operation.FILL_IF_UNMOVED);
	}

	/**
	 * Names what is to be done when it has ended.
	 */
	void atEnd(Runnable action) {
		this.atEnd = action;
	}

	/**
	 * Sends the request, unless the exchange was aborted while that waited.
	 * @param value the value in it
	 * @param faults what can befall the answer
	 */
	void send(byte[] value, FaultList<Call> faults) {
		if (this.aborted) {
			return;
		}
		try {
			this.request.apply(value).whenComplete((result, failure) -> {
				if (failure != null) {
					fail(failure);
				}
				else {
					answered(result, faults);
				}
			});
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
	}

	private void answered(T result, FaultList<Call> faults) {
		boolean carriesValue = result instanceof Reading reading && reading.value() != null;
		SelectedFault<Call> fault = faults.strike(new Call(this.operation, this.cache, carriesValue),
				(candidate) -> false);
		if (fault == null) {
			complete(result);
			return;
		}
		switch (fault.effect()) {
			case LOSE -> fail(new ChaosException("Chaos has lost the answer to " + this.operation));
			case PAUSE -> fault.gate().thenRun(() -> complete(result));
			case CORRUPT -> complete(this.corruption.apply(result, fault));
			case DUPLICATE, HOLD -> throw new IllegalStateException("That befalls announcements only");
		}
	}

	private void complete(T result) {
		this.atEnd.run();
		this.answer.complete(result);
	}

	void fail(Throwable failure) {
		this.atEnd.run();
		this.answer.completeExceptionally(failure);
	}

	/**
	 * Ends it, wherever it is.
	 * @param reason why
	 * @return whether it had not ended
	 */
	boolean abort(Throwable reason) {
		this.aborted = true;
		this.atEnd.run();
		return this.answer.completeExceptionally(reason);
	}

}

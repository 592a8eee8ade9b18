package io.bespokecache.spring.interceptor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a method returns or throws, from the number of its call.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who called the method waits for it
enum Results {

	STRING(String.class) {
		@Override
		Object produce(int call) {
			return "v" + call;
		}
	},

	NULL(String.class) {
		@Override
		@Nullable Object produce(int call) {
			return null;
		}
	},

	NULL_THEN_STRING(String.class) {
		@Override
		@Nullable Object produce(int call) {
			return (call == 1) ? null : "v" + call;
		}
	},

	INT(int.class) {
		@Override
		Object produce(int call) {
			return call;
		}
	},

	LONG(Long.class) {
		@Override
		Object produce(int call) {
			return 1000L + call;
		}
	},

	BOOLEAN(boolean.class) {
		@Override
		Object produce(int call) {
			return call == 1;
		}
	},

	VOID(void.class) {
		@Override
		@Nullable Object produce(int call) {
			return null;
		}
	},

	OBJECT(Object.class) {
		@Override
		Object produce(int call) {
			return (call == 1) ? Optional.of("v1") : call;
		}
	},

	PRESENT(Optional.class) {
		@Override
		Object produce(int call) {
			return Optional.of("v" + call);
		}
	},

	EMPTY(Optional.class) {
		@Override
		Object produce(int call) {
			return Optional.empty();
		}
	},

	NULL_OPTIONAL(Optional.class) {
		@Override
		@Nullable Object produce(int call) {
			return null;
		}
	},

	LIST(List.class) {
		@Override
		Object produce(int call) {
			return new ArrayList<>(List.of("v" + call));
		}
	},

	ARRAY(int[].class) {
		@Override
		Object produce(int call) {
			return new int[] { call };
		}
	},

	FUTURE(CompletableFuture.class) {
		@Override
		Object produce(int call) {
			return CompletableFuture.completedFuture("v" + call);
		}
	},

	FUTURE_OF_NULL(CompletableFuture.class) {
		@Override
		Object produce(int call) {
			return CompletableFuture.completedFuture(null);
		}
	},

	FUTURE_OF_OPTIONAL(CompletableFuture.class) {
		@Override
		Object produce(int call) {
			return CompletableFuture.completedFuture(Optional.of("v" + call));
		}
	},

	FAILED_FUTURE(CompletableFuture.class) {
		@Override
		Object produce(int call) {
			return CompletableFuture.failedFuture(new IOException("failed " + call));
		}
	},

	FUTURE_THAT_FAILS_ONCE(CompletableFuture.class) {
		@Override
		Object produce(int call) {
			return (call == 1) ? CompletableFuture.failedFuture(new IllegalStateException("failed"))
					: CompletableFuture.completedFuture("v" + call);
		}
	},

	CANCELLED_FUTURE(CompletableFuture.class) {
		@Override
		Object produce(int call) {
			CompletableFuture<Object> future = new CompletableFuture<>();
			future.cancel(false);
			return future;
		}
	},

	NO_FUTURE(CompletableFuture.class) {
		@Override
		@Nullable Object produce(int call) {
			return null;
		}
	},

	THROWN_BEFORE_THE_FUTURE(CompletableFuture.class) {
		@Override
		Object produce(int call) throws IOException {
			throw new IOException("thrown " + call);
		}
	},

	FUTURE_AS_AN_OBJECT(Object.class) {
		@Override
		Object produce(int call) {
			return CompletableFuture.completedFuture("v" + call);
		}
	},

	FUTURE_AS_AN_OBJECT_THAT_FAILS_ONCE(Object.class) {
		@Override
		Object produce(int call) {
			return (call == 1) ? CompletableFuture.failedFuture(new IllegalStateException("failed"))
					: CompletableFuture.completedFuture("v" + call);
		}
	},

	MONO_AS_AN_OBJECT(Object.class) {
		@Override
		Object produce(int call) {
			return Mono.just("v" + call);
		}
	},

	MONO(Mono.class) {
		@Override
		Object produce(int call) {
			return Mono.just("v" + call);
		}
	},

	DEFERRED_MONO(Mono.class) {
		@Override
		Object produce(int call) {
			return Mono.fromSupplier(() -> "v" + call + "." + Trial.current().nextCall());
		}
	},

	EMPTY_MONO(Mono.class) {
		@Override
		Object produce(int call) {
			return Mono.empty();
		}
	},

	FAILED_MONO(Mono.class) {
		@Override
		Object produce(int call) {
			return Mono.error(new IOException("failed " + call));
		}
	},

	FLUX(Flux.class) {
		@Override
		Object produce(int call) {
			return Flux.just("v" + call, "w" + call);
		}
	},

	EMPTY_FLUX(Flux.class) {
		@Override
		Object produce(int call) {
			return Flux.empty();
		}
	},

	FAILED_FLUX(Flux.class) {
		@Override
		Object produce(int call) {
			return Flux.concat(Flux.just("v" + call), Flux.error(new IllegalStateException("failed " + call)));
		}
	},

	CHECKED_EXCEPTION(String.class) {
		@Override
		Object produce(int call) throws IOException {
			throw new IOException("checked " + call, new IllegalStateException("cause"));
		}
	},

	UNDECLARED_EXCEPTION(String.class) {
		@Override
		Object produce(int call) throws IOException {
			throw new IOException("undeclared " + call);
		}
	},

	UNCHECKED_EXCEPTION(String.class) {
		@Override
		Object produce(int call) {
			throw new IllegalStateException("unchecked " + call);
		}
	},

	ERROR(String.class) {
		@Override
		Object produce(int call) {
			throw new AssertionError("error " + call);
		}
	},

	EXCEPTION_ONCE(String.class) {
		@Override
		Object produce(int call) {
			if (call == 1) {
				throw new IllegalArgumentException("once");
			}
			return "v" + call;
		}
	},

	INTERRUPTED(String.class) {
		@Override
		Object produce(int call) throws InterruptedException {
			throw new InterruptedException("interrupted " + call);
		}
	};

	private final Class<?> type;

	Results(Class<?> type) {
		this.type = type;
	}

	Class<?> type() {
		return this.type;
	}

	/**
	 * Results for a method that is looked up in place of one with these results.
	 */
	Results ofLookup() {
		return switch (this) {
			case VOID, NULL, CHECKED_EXCEPTION, UNDECLARED_EXCEPTION, UNCHECKED_EXCEPTION, ERROR, EXCEPTION_ONCE,
					INTERRUPTED ->
				STRING;
			case THROWN_BEFORE_THE_FUTURE, NO_FUTURE, FAILED_FUTURE, CANCELLED_FUTURE -> FUTURE;
			case FAILED_MONO -> MONO;
			case FAILED_FLUX -> FLUX;
			default -> this;
		};
	}

	abstract @Nullable Object produce(int call) throws Exception;

}

package io.bespokecache.spring.actuate;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Refuses a request to change a cache that gives anything else than what can be given. By
 * default an operation never sees it: a name that is mistyped would count as not given.
 */
public final class UnknownArguments implements OperationInvokerAdvisor {

	private static final EndpointId ENDPOINT = EndpointId.of("bespokecaches");

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(ENDPOINT) || operationType == OperationType.READ) {
			return invoker;
		}
		Set<String> known = new TreeSet<>();
		parameters.forEach((parameter) -> known.add(parameter.getName()));
		return (context) -> {
			Set<String> unknown = unknown(context.getArguments(), known);
			if (unknown.isEmpty()) {
				return invoker.invoke(context);
			}
			// Only a request over HTTP names what it gives.
			return new WebEndpointResponse<>(
					new ProblemDescriptor("There is no " + String.join(", ", unknown) + " to be given.",
							"Give no other than " + String.join(", ", without(known, "cache")) + "."),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		};
	}

	private static Set<String> unknown(Map<String, Object> arguments, Set<String> known) {
		Set<String> unknown = new TreeSet<>(arguments.keySet());
		unknown.removeAll(known);
		return unknown;
	}

	private static Set<String> without(Set<String> names, String name) {
		Set<String> others = new TreeSet<>(names);
		others.remove(name);
		return others;
	}

}

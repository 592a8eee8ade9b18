package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.IntLiteral;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * The key expressions of one method that need no evaluation context: a literal, a
 * parameter ({@code #id}, {@code #p0}, {@code #a0}, {@code #root.args[0]}), properties of
 * a parameter ({@code #user.address.city}), and what the root object says of the method
 * ({@code #root.methodName}).
 * <p>
 * Spring's own parser reads them; only its syntax tree is looked at here.
 */
final class KeyExpression {

	private final Method method;

	private final Class<?> targetClass;

	private final Map<String, Integer> variables;

	/**
	 * The expressions of a method.
	 * @param method the method that gives the arguments
	 * @param targetClass the class of the target
	 * @param targetMethod the method that names the parameters
	 */
	KeyExpression(Method method, Class<?> targetClass, Method targetMethod) {
		this.method = method;
		this.targetClass = targetClass;
		this.variables = variables(method, targetMethod);
	}

	/**
	 * The parameter that each variable stands for. A later parameter takes the variable
	 * of an earlier one, as they are registered in that order: in
	 * {@code find(String p1, String id)}, {@code #p1} is the second.
	 */
	private static Map<String, Integer> variables(Method method, Method targetMethod) {
		int count = method.getParameterCount();
		@Nullable String @Nullable [] names = DefaultParameterNameDiscoverer.getSharedInstance().getParameterNames(targetMethod);
		if (names != null && names.length != count) {
			return Map.of();
		}
		Map<String, Integer> variables = new HashMap<>();
		for (int i = 0; i < count; i++) {
			variables.put("#a" + i, i);
			variables.put("#p" + i, i);
			if (names != null && names[i] != null) {
				variables.put("#" + names[i], i);
			}
		}
		// These are no parameters, whatever the parameters are called.
		variables.keySet().removeAll(List.of("#root", "#this", "#result"));
		variables.values().removeIf((parameter) -> isVariableArity(method, parameter));
		return variables;
	}

	/**
	 * Whether what Spring's expressions see is an array, an element or {@code null},
	 * depending on the number of elements.
	 */
	private static boolean isVariableArity(Method method, int parameter) {
		return method.isVarArgs() && parameter == method.getParameterCount() - 1;
	}

	/**
	 * The plan of an expression.
	 * @param expression the text of the expression
	 * @return the plan, or {@code null} if only Spring can evaluate the expression
	 */
	@Nullable KeyPlan plan(String expression) {
		SpelNode tree;
		try {
			tree = new SpelExpressionParser().parseRaw(expression).getAST();
		}
		catch (RuntimeException ex) {
			// Spring reports it when the method is called.
			return null;
		}
		if (tree instanceof Literal literal) {
			Object constant = literal.getLiteralValue().getValue();
			return (constant != null) ? KeyPlan.constant(constant) : null;
		}
		return plan(steps(tree));
	}

	/**
	 * The steps of a path. A part in parentheses is a path of its own, and what follows
	 * goes on from its end.
	 */
	private static Deque<SpelNode> steps(SpelNode tree) {
		if (!(tree instanceof CompoundExpression)) {
			return new ArrayDeque<>(List.of(tree));
		}
		Deque<SpelNode> steps = steps(tree.getChild(0));
		for (int i = 1; i < tree.getChildCount(); i++) {
			steps.add(tree.getChild(i));
		}
		return steps;
	}

	private @Nullable KeyPlan plan(Deque<SpelNode> steps) {
		SpelNode first = steps.removeFirst();
		if (first instanceof VariableReference && !first.toStringAST().equals("#root")) {
			return path(this.variables.get(first.toStringAST()), steps);
		}
		SpelNode ofRoot = (first instanceof VariableReference) ? steps.poll() : first;
		return (ofRoot instanceof PropertyOrFieldReference property) ? ofRoot(property.getName(), steps) : null;
	}

	private @Nullable KeyPlan ofRoot(String property, Deque<SpelNode> steps) {
		if (property.equals("args")) {
			return path(indexedParameter(steps.poll()), steps);
		}
		if (!steps.isEmpty()) {
			return null;
		}
		return switch (property) {
			case "methodName" -> KeyPlan.constant(this.method.getName());
			case "method" -> KeyPlan.constant(this.method);
			case "targetClass" -> KeyPlan.constant(this.targetClass);
			default -> null;
		};
	}

	private @Nullable Integer indexedParameter(@Nullable SpelNode step) {
		if (step instanceof Indexer && step.getChild(0) instanceof IntLiteral literal
				&& literal.getLiteralValue().getValue() instanceof Integer index && index >= 0
				&& index < this.method.getParameterCount() && !isVariableArity(this.method, index)) {
			return index;
		}
		return null;
	}

	private static @Nullable KeyPlan path(@Nullable Integer parameter, Deque<SpelNode> steps) {
		if (parameter == null) {
			return null;
		}
		List<PropertyReader> properties = new ArrayList<>();
		for (SpelNode step : steps) {
			if (!(step instanceof PropertyOrFieldReference property)) {
				return null;
			}
			properties.add(new PropertyReader(property.getName(), property.isNullSafe()));
		}
		return KeyPlan.argument(parameter, properties.toArray(new PropertyReader[0]));
	}

}

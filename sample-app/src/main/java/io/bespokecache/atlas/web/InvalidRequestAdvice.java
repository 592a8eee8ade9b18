package io.bespokecache.atlas.web;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Says which parameter of a request is wrong, and why.
 */
@RestControllerAdvice
class InvalidRequestAdvice extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ex.getBody()
			.setDetail(ex.getParameterValidationResults()
				.stream()
				.map(InvalidRequestAdvice::describe)
				.collect(Collectors.joining("; ", "", ".")));
		return handleExceptionInternal(ex, ex.getBody(), headers, status, request);
	}

	private static String describe(ParameterValidationResult result) {
		String reasons = result.getResolvableErrors()
			.stream()
			.map((error) -> String.valueOf(error.getDefaultMessage()))
			.sorted()
			.collect(Collectors.joining(" and "));
		return result.getMethodParameter().getParameterName() + " " + reasons + ", but is '" + result.getArgument()
				+ "'";
	}

}

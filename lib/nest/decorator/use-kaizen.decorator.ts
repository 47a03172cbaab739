import { createParamDecorator, Inject } from '@nestjs/common';
import { getKaizenToken } from '../../client/kaizen-token.js';
import { hideParameterType } from './hide-parameter-type.js';
import { kaizenParamPipe } from './kaizen-param.pipe.js';

/** A decorator of a property (no index) or of a constructor parameter (no key). */
type AnyDecorator = (target: object, key: string | symbol | undefined, index?: number) => void;

/**
 * Injects a client: into a constructor parameter, a property, or a parameter of a route handler, in any
 * position, whether the handler serves HTTP, a microservice, a WebSocket or GraphQL.
 *
 * The module of the class must import the client's module; without it the app does not boot.
 *
 * @param name The client's name; leave it out for the default client.
 * @example
 * ```ts
 * @Controller('prompts')
 * class PromptsController {
 *   @Post()
 *   encode(@Body() prompt: object, @UseKaizen('eu') kaizen: KaizenService) {
 *     return kaizen.promptsEncode({ prompt });
 *   }
 * }
 * ```
 */
export function UseKaizen(name?: string): PropertyDecorator & ParameterDecorator {
  return (target: object, key: string | symbol | undefined, index?: number) => {
    const isHandlerParameter = key !== undefined && index !== undefined;
    if (isHandlerParameter) return injectIntoHandler(target, key, index, name);
    const inject = Inject(getKaizenToken(name)) as AnyDecorator;
    inject(target, key, index);
  };
}

function injectIntoHandler(target: object, key: string | symbol, index: number, name?: string) {
  hideParameterType(target, key, index);
  createParamDecorator(() => undefined)(kaizenParamPipe(name))(target, key, index);
}

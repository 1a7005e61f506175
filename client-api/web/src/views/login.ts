import { NoAnswerError, ProblemError } from '../api.ts';
import { required, setText } from '../dom.ts';

/** The login form. */
export class LoginView {
  private readonly root = required('#login', HTMLElement);
  private readonly form = required('#login-form', HTMLFormElement);
  private readonly problem = required('#login-form .problem', HTMLElement);
  private readonly button = required('#login-form button', HTMLButtonElement);

  /** @param login Logs in; throws when refused, which is shown here. */
  public constructor(private readonly login: (userName: string, password: string) => Promise<void>) {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
  }

  public show(message?: string): void {
    this.root.hidden = false;
    this.showProblem(message);
    required('#login-form input', HTMLInputElement).focus();
  }

  public hide(): void {
    this.root.hidden = true;
    this.form.reset();
    this.showProblem(undefined);
  }

  private async submit(): Promise<void> {
    const fields = new FormData(this.form);
    this.button.disabled = true;
    try {
      await this.login(String(fields.get('userName')), String(fields.get('password')));
    } catch (error) {
      this.showProblem(describe(error));
    } finally {
      this.button.disabled = false;
    }
  }

  private showProblem(text: string | undefined): void {
    this.problem.hidden = text === undefined;
    setText(this.problem, text ?? '');
  }
}

function describe(error: unknown): string {
  if (error instanceof ProblemError || error instanceof NoAnswerError) return error.message;
  throw error;
}

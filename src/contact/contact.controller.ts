import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ContactDto } from './contact.dto.js';
import { ContactService } from './contact.service.js';

@ApiTags('联系方式')
@Controller('api/v1/contact')
export class ContactController {
  constructor(private readonly contact: ContactService) {}

  @Get()
  @Header('cache-control', 'no-cache')
  @ApiOperation({ operationId: 'getContact', summary: '中心的联系方式' })
  @ApiOkResponse({ type: ContactDto })
  async current(): Promise<ContactDto> {
    return ContactDto.from(await this.contact.current());
  }
}
